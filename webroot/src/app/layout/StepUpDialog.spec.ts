import { afterEach, describe, expect, it, vi } from 'vitest';
import { Refusal } from '@dev/mock/server';
import { settle, showPage, type Stage } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import { api } from '@/shared/api/client';
import StepUpDialog from './StepUpDialog.vue';

let stage: Stage;
afterEach(() => {
  stage.wrapper.unmount();
  vi.useRealTimers();
});

describe('a request that needs a recent login', () => {
  const bodies: unknown[] = [];

  /** The outcome of a request that is refused the first time, while the dialog is open. */
  async function refusedOnce(): Promise<{ outcome: Promise<string> }> {
    bodies.length = 0;
    stage = await showPage(StepUpDialog, '/', 'admin@example.org');
    stage.clinic.on('PUT', '/api/auth/password', async (_, request) => {
      bodies.push(await request.json());
      if (bodies.length === 1) {
        throw new Refusal(403, 'step-up-required');
      }
      return { status: 204 };
    });
    const change = { currentPassword: 'a', newPassword: 'b' };
    const outcome = api.PUT('/api/auth/password', { body: change }).then(
      () => 'done',
      (problem) => problem.slug,
    );
    await waitFor(() => expect(stage.wrapper.find('[name=currentPassword]').exists()).toBe(true));
    return { outcome };
  }

  it('is repeated once after the user has authenticated, with what was entered', async () => {
    const { outcome } = await refusedOnce();
    await stage.wrapper.find('[name=currentPassword]').setValue('secret');
    await stage.wrapper.find('form').trigger('submit');
    await settle();
    expect(await outcome).toBe('done');
    expect(bodies).toEqual([
      { currentPassword: 'a', newPassword: 'b' },
      { currentPassword: 'a', newPassword: 'b' },
    ]);
    expect(stage.sent).toContain('POST /api/auth/step-up');
    expect(stage.wrapper.find('[name=currentPassword]').exists()).toBe(false);
  });

  it('fails when the user closes the dialog', async () => {
    const { outcome } = await refusedOnce();
    await stage.wrapper
      .findAll('button')
      .find((button) => button.text() === 'Close')!
      .trigger('click');
    await settle();
    expect(await outcome).toBe('step-up-required');
    expect(bodies).toHaveLength(1);
  });
});
