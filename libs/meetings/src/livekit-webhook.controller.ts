import { routes } from '@app/contracts';
import { Input, Route } from '@app/platform';
import { Controller, Headers } from '@nestjs/common';
import { LiveKitInbox } from './livekit-inbox.service.js';

@Controller()
export class LiveKitWebhookController {
  constructor(private readonly inbox: LiveKitInbox) {}

  @Route(routes.webhooks.livekit, 'public')
  receive(@Input() { body }: { body: Buffer }, @Headers('authorization') authorization: string | undefined): Promise<void> {
    return this.inbox.receive(body, authorization);
  }
}
