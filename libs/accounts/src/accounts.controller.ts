import { type InputOf, type Me, type OutputOf, routes } from '@app/contracts';
import { type Actor, Config, CurrentActor, Input, Route } from '@app/platform';
import { Controller, Ip, Res } from '@nestjs/common';
import type { CookieOptions, Response } from 'express';
import { DemoService } from './demo.service.js';
import { PeopleService } from './people.service.js';
import { SessionsService, type SignedIn } from './sessions.service.js';

@Controller()
export class AccountsController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly demo: DemoService,
    private readonly people: PeopleService,
    private readonly config: Config,
  ) {}

  @Route(routes.sessions.create, 'public')
  async signIn(@Input() input: InputOf<typeof routes.sessions.create>, @Ip() ip: string, @Res({ passthrough: true }) response: Response): Promise<Me> {
    return this.setCookie(response, await this.sessions.signIn(input, ip));
  }

  @Route(routes.demo.people, 'public')
  listDemoPeople(): Promise<OutputOf<typeof routes.demo.people>> {
    return this.demo.list();
  }

  @Route(routes.demo.signIn, 'public')
  async signInAsDemo(@Input() input: InputOf<typeof routes.demo.signIn>, @Res({ passthrough: true }) response: Response): Promise<Me> {
    return this.setCookie(response, await this.sessions.signInAsDemo(input));
  }

  @Route(routes.sessions.endCurrent, 'self')
  async signOut(@CurrentActor() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<void> {
    await this.sessions.signOut(actor);
    response.clearCookie(this.sessions.cookieName, this.cookieOptions);
  }

  @Route(routes.sessions.endAll, 'self')
  async signOutEverywhere(@CurrentActor() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<void> {
    await this.sessions.signOutEverywhere(actor);
    response.clearCookie(this.sessions.cookieName, this.cookieOptions);
  }

  @Route(routes.me.get, 'self')
  me(@CurrentActor() actor: Actor): Promise<Me> {
    return this.sessions.me(actor);
  }

  @Route(routes.me.update, 'self')
  update(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof routes.me.update>): Promise<Me> {
    return this.sessions.update(actor, input);
  }

  @Route(routes.people.search, 'directory.read')
  search(@CurrentActor() actor: Actor, @Input() input: InputOf<typeof routes.people.search>): Promise<OutputOf<typeof routes.people.search>> {
    return this.people.search(actor, input);
  }

  private setCookie(response: Response, { token, me }: SignedIn): Me {
    response.cookie(this.sessions.cookieName, token, { ...this.cookieOptions, maxAge: this.config.sessions.absoluteHours * 3_600_000 });
    return me;
  }

  private get cookieOptions(): CookieOptions {
    return { httpOnly: true, sameSite: 'lax', path: '/', secure: this.config.http.publicUrl.startsWith('https:') };
  }
}
