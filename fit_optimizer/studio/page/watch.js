// A job in the background: asked after, cancelled, and found again after a reload of the page.

import { askJson } from "./api.js";

const EVERY_MS = 300;
const SILENT_MS = 2000;

// The job that `start` answers with: a new one, or one that runs already.
export function watch(start, told) {
  let name = null;
  let wanted = true;
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const end = () => askJson(`/api/jobs/${name}`, { method: "DELETE" });
  const asked = async (state) => {
    try {
      return await askJson(`/api/jobs/${name}`);
    } catch (error) {
      if (error.status !== 0) throw error;
      told({ ...state, words: error.message });
      await wait(SILENT_MS);
      return state;
    }
  };
  const run = async () => {
    let state = await start();
    name = state.job;
    if (!wanted) state = await end();
    told(state);
    while (state.state === "running") {
      await wait(EVERY_MS);
      state = await asked(state);
      told(state);
    }
    return state;
  };
  return {
    ended: run(),
    async cancel() {
      wanted = false;
      if (name) await end();
    },
  };
}

export const startJob = (path, json) => () => askJson(path, { json });
export const runningJob = (name) => () => askJson(`/api/jobs/${name}`);
