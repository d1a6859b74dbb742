export { AccountsApiModule, AccountsModule } from './accounts.module.js';
export { hasRole, isCoordinatorOf } from './accounts.policy.js';
export { AccountsService, type NewPerson } from './accounts.service.js';
export { type Contact, PeopleService } from './people.service.js';
export { SessionsService } from './sessions.service.js';
