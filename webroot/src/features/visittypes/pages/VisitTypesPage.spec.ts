import { afterEach, describe, expect, it } from 'vitest';
import { departments, doctors } from '@dev/mock/people';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import VisitTypesPage from './VisitTypesPage.vue';

let stage: Stage;
afterEach(() => stage.wrapper.unmount());

const press = async (name: string | RegExp) => {
  await byName(stage.wrapper, name).trigger('click');
  await settle();
};
const stored = () => stage.clinic.visitTypes;
const form = () => stage.wrapper.find('dialog[open] form');
const department = departments.find(({ id }) => doctors.some((one) => one.departmentId === id))!;

async function fill(name: string, minutes: string) {
  await form().find('[name="name"]').setValue(name);
  await form().find('[name="minutes"]').setValue(minutes);
  await form().find(`input[value="${department.id}"]`).setValue(true);
}

describe('visit types', () => {
  it('lead to the question that is added, and back to adding when one is removed', async () => {
    stage = await showPage(VisitTypesPage, '/admin/visit-types', 'admin@example.org');
    await press('Add visit type');
    await press('Add question');
    expect(document.activeElement).toBe(form().find('[name="questions.0.question"]').element);
    await press('Add question');
    expect(document.activeElement).toBe(form().find('[name="questions.1.question"]').element);
    await press('Remove question 2');
    expect(document.activeElement!.textContent).toContain('Add question');
  });

  it('are added with a length, a price, a colour and a question, and changed', async () => {
    stage = await showPage(VisitTypesPage, '/admin/visit-types', 'admin@example.org');
    await press('Add visit type');
    await fill('Check-up', '45');
    await form().find('[name="price"]').setValue('49.5');
    await form().find('[name="colour"][value="TEAL"]').setValue(true);
    await press('Add question');
    await form().find('[name="questions.0.question"]').setValue('Which side?');
    await form().find('[name="questions.0.kind"]').setValue('CHOICE');
    await form().find('[name="questions.0.choices"]').setValue('Left\n Right \n\n');
    await form().trigger('submit');
    await settle();
    expect(stored()).toHaveLength(1);
    expect(stored()[0]).toMatchObject({
      name: 'Check-up',
      minutes: 45,
      price: { amount: 4950, currency: 'EUR' },
      departmentIds: [department.id],
      doctorIds: [],
      colour: 'TEAL',
      active: true,
      bookableByPatients: true,
      questions: [{ question: 'Which side?', kind: 'CHOICE', choices: ['Left', 'Right'] }],
    });
    expect(stage.wrapper.text()).toContain('45 min · €49.50');

    await press('Change Check-up');
    await form().find('[name="active"]').setValue(false);
    await form().find('[name="bookableByPatients"]').setValue(false);
    await form().trigger('submit');
    await settle();
    expect(stored()[0]).toMatchObject({ active: false, bookableByPatients: false, version: 2 });
    expect(stored()[0]!.questions[0]!.id).toBeTruthy();
    expect(stage.wrapper.text()).toContain('Not bookable · Staff only');
  });

  it('can be offered by some of the doctors', async () => {
    stage = await showPage(VisitTypesPage, '/admin/visit-types', 'admin@example.org');
    await press('Add visit type');
    await fill('Special', '20');
    await form().find('input[value="some"]').setValue(true);
    await settle();
    const one = doctors.find(({ departmentId }) => departmentId === department.id)!;
    await form().find(`input[value="${one.id}"]`).setValue(true);
    await form().trigger('submit');
    await settle();
    expect(stored()[0]!.doctorIds).toEqual([one.id]);
  });
});
