export { NotificationsApiModule, NotificationsModule } from './notifications.module.js';
export { type BellEntry, NotificationsService } from './notifications.service.js';
