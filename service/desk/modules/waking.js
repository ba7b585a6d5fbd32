/** Noticing that the page was away: the computer slept, the network was gone, or nobody looked. */

const TICK = 2_000;
const JUMP = 10_000;

/**
 * Call back whenever the page may have missed something.
 * @param {() => void} back
 * @returns {() => void} stops noticing
 */
export function whenBack(back) {
  let last = Date.now();
  const ticking = setInterval(() => {
    if (Date.now() - last > JUMP) back();
    last = Date.now();
  }, TICK);
  const seen = () => document.hidden || back();
  addEventListener("online", back);
  document.addEventListener("visibilitychange", seen);
  return () => {
    clearInterval(ticking);
    removeEventListener("online", back);
    document.removeEventListener("visibilitychange", seen);
  };
}
