// A job in the background: started, asked after, cancelled.

import { askJson } from "./api.js";

const EVERY_MS = 300;

export function watch(path, json, told) {
  let name = null;
  let wanted = true;
  const run = async () => {
    let state = await askJson(path, { json });
    name = state.job;
    if (!wanted) await askJson(`/api/jobs/${name}`, { method: "DELETE" });
    told(state);
    while (state.state === "running") {
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
      state = await askJson(`/api/jobs/${name}`);
      told(state);
    }
    return state;
  };
  return {
    ended: run(),
    async cancel() {
      wanted = false;
      if (name) await askJson(`/api/jobs/${name}`, { method: "DELETE" });
    },
  };
}
