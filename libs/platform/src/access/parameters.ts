import { createParamDecorator } from '@nestjs/common';
import { currentRequest } from './request-context.js';

/** The signed-in person (`Actor`); null on `public` routes. */
export const CurrentActor = createParamDecorator(() => currentRequest()?.actor ?? null);

/** The validated input: `InputOf<typeof route>` in controllers, `PayloadOf<typeof event>` in gateways. */
export const Input = createParamDecorator(() => currentRequest()?.input);
