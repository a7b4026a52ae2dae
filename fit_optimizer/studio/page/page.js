// What the parts of the page share: the form, the set-up with its answers, and how to change it. Filled by main.js.

export const page = { form: null, recording: null };
