// Put into every page before its own scripts: when somebody clicked, and when each frame of each other person was shown.
const watched = new WeakSet();
const now = () => performance.timeOrigin + performance.now();
globalThis.frameWatch = { clickedAt: 0, frames: {} };

addEventListener('click', () => (globalThis.frameWatch.clickedAt = now()), { capture: true });
addEventListener('DOMContentLoaded', () => {
  new MutationObserver(() => document.querySelectorAll('[data-tile]:not([data-local]) video').forEach(watch)).observe(document, { childList: true, subtree: true });
});

function watch(video) {
  if (watched.has(video)) return;
  watched.add(video);
  const person = video.closest('[data-tile]').dataset.tile;
  const note = () => {
    (globalThis.frameWatch.frames[person] ??= []).push(now());
    video.requestVideoFrameCallback(note);
  };
  video.requestVideoFrameCallback(note);
}
