export { AffectedService, type BrokenMeeting } from './affected.service.js';
export { opensAt } from './consultation.rules.js';
export { ConsultationsApiModule, ConsultationsModule, ConsultationsWorkerModule } from './consultations.module.js';
export { ConsultationsService, type MeetingFacts, type MeetingParticipant } from './consultations.service.js';
