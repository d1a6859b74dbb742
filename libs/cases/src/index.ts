export { type NewGrant } from './case-grants.js';
export { CasesApiModule, CasesModule } from './cases.module.js';
export { type CaseFacts, type CaseHeaderRow, mayBookCase, relationOf, seesContent } from './cases.policy.js';
export { refuseIdentityCodes } from './cases.rules.js';
export { CasesService } from './cases.service.js';
