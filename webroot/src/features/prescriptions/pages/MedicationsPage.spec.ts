import { afterEach, describe, expect, it } from 'vitest';
import { byName, settle, showPage, type Stage } from '@dev/testing/mount';
import { waitFor } from '@dev/testing/waitFor';
import PrescriptionsMock from '../mock';
import MedicationsPage from './MedicationsPage.vue';

let stage: Stage;
afterEach(() => stage.wrapper.unmount());

const stored = () => stage.clinic.of(PrescriptionsMock).medications;
const form = () => stage.wrapper.find('dialog[open] form');
const press = async (name: string) => {
  await byName(stage.wrapper, name).trigger('click');
  await settle();
};

describe('the catalogue of medications', () => {
  it('is searched, added to and changed', async () => {
    stage = await showPage(MedicationsPage, '/medications', 'admin@example.org');
    expect(stage.wrapper.text()).toContain('Amoxicillin 500 mg');
    await press('Add medication');
    await form().find('[name="name"]').setValue(' Ibuprofen ');
    await form().find('[name="substances"]').setValue('Ibuprofen\n Lysine \n\n');
    await form().find('[name="strength"]').setValue('400 mg');
    await form().trigger('submit');
    await settle();
    expect(stored()[2]).toMatchObject({
      name: 'Ibuprofen',
      substances: ['Ibuprofen', 'Lysine'],
      strength: '400 mg',
      form: 'TABLET',
      active: true,
    });
    await press('Change Ibuprofen 400 mg, tablet');
    await form().find('[name="active"]').setValue(false);
    await form().trigger('submit');
    await settle();
    expect(stored()[2]).toMatchObject({ active: false, version: 2 });
    expect(stage.wrapper.text()).toContain('Not prescribed any more');
    await stage.wrapper.find('[type="search"]').setValue('salb');
    await waitFor(() => expect(stage.wrapper.text()).not.toContain('Ibuprofen 400'));
    expect(stage.wrapper.text()).toContain('Salbutamol');
  });

  it('asks for what is missing', async () => {
    stage = await showPage(MedicationsPage, '/medications', 'admin@example.org');
    await press('Add medication');
    await form().trigger('submit');
    await settle();
    expect(form().findAll('[aria-invalid="true"]')).toHaveLength(3);
    expect(stored()).toHaveLength(2);
  });
});
