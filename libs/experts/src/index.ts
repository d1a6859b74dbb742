export { ExpertsApiModule } from './experts.module.js';
