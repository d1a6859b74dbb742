export { MeetingsApiModule, MeetingsWorkerModule } from './meetings.module.js';
