import { expect, it, jest } from '@jest/globals';
import type { Config } from './config/config.js';
import { Failpoints } from './failpoint.js';

it('kills the process at the chosen point, at the chosen time', () => {
  const kill = jest.spyOn(process, 'kill').mockReturnValue(true);
  const failpoints = new Failpoints({ failpoint: 'after-commit POST /api/consultations/:id/move#2' } as Config);
  failpoints.reach('mail.after-send');
  failpoints.reach('after-commit POST /api/consultations/:id/move');
  expect(kill).not.toHaveBeenCalled();
  failpoints.reach('after-commit POST /api/consultations/:id/move');
  expect(kill).toHaveBeenCalledWith(process.pid, 'SIGKILL');
  kill.mockRestore();
});
