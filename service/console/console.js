import { examples } from './examples.js';

const byId = (id) => document.getElementById(id);
const [form, query, variables, status, answer, choice] = ['asking', 'query', 'variables', 'status', 'answer', 'examples'].map(byId);

function show(example) {
  query.value = example.query;
  variables.value = JSON.stringify(example.variables, null, 2);
}

function tell(text, isRefused = false) {
  status.textContent = text;
  status.classList.toggle('refused', isRefused);
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
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json' },
      body: JSON.stringify({ query: query.value, variables: given }),
    });
    const body = await response.json();
    answer.textContent = JSON.stringify(body, null, 2);
    const errors = body.errors?.length ?? 0;
    tell(`${errors ? `${errors} error${errors > 1 ? 's' : ''} · ` : ''}${Math.round(performance.now() - began)} ms`, errors > 0);
  } catch (error) {
    tell(`The service did not answer: ${error.message}`, true);
  }
}

examples.forEach((example, index) => choice.add(new Option(example.name, index)));
choice.addEventListener('change', () => show(examples[choice.value]));
form.addEventListener('submit', ask);
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) ask(event);
});
show(examples[0]);
