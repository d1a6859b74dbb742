// The peer: livekit-client as its own README uses it, with camera and microphone opened before the click. The address and
// token stand after the # and were made before, too.
import { createLocalTracks, Room, RoomEvent } from './livekit-client.js';

const { url, token } = JSON.parse(decodeURIComponent(location.hash.slice(1)));
const button = document.querySelector('button');
const room = new Room();
room.on(RoomEvent.TrackSubscribed, (track, _publication, person) => {
  if (track.kind === 'video') tileOf(person.identity).append(track.attach());
});
room.on(RoomEvent.TrackUnsubscribed, (track) => track.detach().forEach((element) => element.remove()));

const tracks = await createLocalTracks({ audio: true, video: { resolution: { width: 960, height: 540, frameRate: 25 } } });
button.addEventListener('click', async () => {
  await room.connect(url, token);
  await Promise.all(tracks.map((track) => room.localParticipant.publishTrack(track)));
});
button.disabled = false;

function tileOf(identity) {
  const known = document.querySelector(`[data-tile="${identity}"]`);
  if (known) return known;
  const tile = document.createElement('div');
  tile.dataset.tile = identity;
  document.querySelector('main').append(tile);
  return tile;
}
