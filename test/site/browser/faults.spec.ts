import { fault, instance, picture, task } from '../pictures.ts';
import { expectNoViolations } from './axe.ts';
import { expect, labWithToken, test } from './workbook.ts';

test('faults are caused, counted down and undone with the keyboard alone', async ({
  page,
  runtime,
}) => {
  runtime.show(picture([task(1)], [], 'allthecats', [instance('0ca7')]));
  await page.goto(labWithToken(runtime));
  const breakIt = page.getByRole('button', { name: /Break it …: task/ });
  await breakIt.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'What shall go wrong with task 00000001?' });
  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'agent-disconnect' })).toHaveCount(0);
  await expect(dialog).toContainText('Ends by itself after 60 s, which lets it go on where it was');
  await expectNoViolations(page, 'dialog');

  runtime.faultRefusal = 'The process engine has no networks. Use pause-container.';
  await dialog.getByRole('button', { name: 'cut-network' }).press('Enter');
  await expect(dialog.getByRole('alert')).toHaveText(runtime.faultRefusal);
  runtime.faultRefusal = undefined;
  await dialog.getByRole('button', { name: 'pause-container' }).press('Enter');
  await expect(dialog).toBeHidden();
  await expect(breakIt).toBeFocused();
  expect(JSON.parse(runtime.faultsCaused.at(-1) ?? '')).toEqual({
    fault: 'pause-container',
    target: task(1).id,
    region: 'us-east-1',
  });

  await page.getByRole('button', { name: 'Break it …: instance i-0ca7' }).press('Enter');
  const other = page.getByRole('dialog', { name: 'What shall go wrong with instance i-0ca7?' });
  await other.getByRole('button', { name: 'lose-zone' }).press('Enter');
  await expect(other).toBeHidden();
  expect(JSON.parse(runtime.faultsCaused.at(-1) ?? '')).toMatchObject({ target: 'us-east-1a' });

  runtime.show(picture([task(1)], [], 'allthecats', [], [fault()]));
  const list = page.getByRole('list', { name: 'Faults in force' });
  await expect(list).toContainText(/pause-container Container web .* is frozen\. (30|29) s left\./);
  await list.getByRole('button', { name: /^Undo pause-container/ }).press('Enter');
  await expect.poll(() => runtime.calls).toContain('POST faults/fault-1/undo');
  runtime.show(picture([task(1)]));
  await expect(list).toBeHidden();
});
