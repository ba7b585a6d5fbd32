import { examples } from './examples.js';

const byId = (id) => document.getElementById(id);
const [form, query, variables, status, answer, choice, token] = ['asking', 'query', 'variables', 'status', 'answer', 'examples', 'token'].map(byId);
const KEPT = 'onrecord token'; // as the desk keeps it

function show(example) {
  query.value = example.query;
  variables.value = JSON.stringify(example.variables, null, 2);
}

function tell(text, isRefused = false) {
  status.textContent = text;
  status.classList.toggle('refused', isRefused);
}

function headers() {
  const known = token.value.trim() ? { authorization: `Bearer ${token.value.trim()}` } : {};
  return { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json', ...known };
}

async function ask(event) {
  event?.preventDefault();
  let given;
  try {
    given = JSON.parse(variables.value || '{}');
  } catch (error) {
    tell(`The variables are not JSON: ${error.message}`, true);
    variables.focus();
    return;
  }
  tell('Asking …');
  const began = performance.now();
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: headers(),
      body: JSON.stringify({ query: query.value, variables: given }),
    });
    const body = await response.json();
    answer.textContent = JSON.stringify(body, null, 2);
    if (response.status === 401) {
      tell(`Not let in: ${body.errors[0].message}`, true);
      token.focus();
      return;
    }
    const errors = body.errors?.length ?? 0;
    tell(`${errors ? `${errors} error${errors > 1 ? 's' : ''} · ` : ''}${Math.round(performance.now() - began)} ms`, errors > 0);
  } catch (error) {
    tell(`The service did not answer: ${error.message}`, true);
  }
}

token.value = sessionStorage.getItem(KEPT) ?? '';
token.addEventListener('input', () => sessionStorage.setItem(KEPT, token.value.trim()));
examples.forEach((example, index) => choice.add(new Option(example.name, index)));
choice.addEventListener('change', () => show(examples[choice.value]));
form.addEventListener('submit', ask);
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) ask(event);
});
show(examples[0]);
