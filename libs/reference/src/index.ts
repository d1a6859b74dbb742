export { ReferenceApiModule, ReferenceModule } from './reference.module.js';
export { centreId, organisationId, seedReference } from './reference.seed.js';
export { type Centre, ReferenceService } from './reference.service.js';
