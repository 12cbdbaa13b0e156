import type { Schemas } from '@/shared/api/client';

function id(kind: number, index: number): string {
  return `0000000${kind}-0000-7000-8000-${String(index).padStart(12, '0')}`;
}

const kinds: [string, string, string][] = [
  ['Cardiology', 'heart-pulse', 'Heart and circulation'],
  ['Dermatology', 'hand', 'Skin, hair and nails'],
  ['Ear, nose and throat', 'ear', 'Hearing, voice and breathing'],
  ['General medicine', 'stethoscope', 'The first address for most questions'],
  ['Neurology', 'brain', 'Brain and nerves'],
  ['Ophthalmology', 'eye', 'Eyes and sight'],
  ['Orthopaedics', 'bone', 'Bones and joints'],
  ['Paediatrics', 'baby', 'Children and adolescents'],
];

export const departments: Schemas['Department'][] = kinds.map(([name, icon, description], index) => ({
  id: id(1, index),
  name,
  icon,
  description,
  doctors: 3,
  version: 1,
}));

const names: [string, string][] = [
  ['Sofia', 'Lindqvist'],
  ['Amara', 'Okafor'],
  ['Tomás', 'Herrera'],
  ['Yuki', 'Tanaka'],
  ['Jonas', 'Weber'],
  ['Leila', 'Haddad'],
  ['Marta', 'Kowalska'],
  ['Arjun', 'Mehta'],
  ['Claire', 'Dubois'],
  ['Niamh', "O'Sullivan"],
  ['Elif', 'Yılmaz'],
  ['Henrik', 'Sørensen'],
];

export const doctors: Schemas['Doctor'][] = departments.flatMap((department, index) =>
  [0, 1, 2].map((place) => {
    const [givenName, familyName] = names[(index * 3 + place) % names.length]!;
    return {
      id: id(2, index * 3 + place),
      title: place === 0 ? 'Prof. Dr.' : 'Dr.',
      givenName,
      familyName,
      departmentId: department.id,
      departmentName: department.name,
      specialization: department.name,
      qualifications: ['Consultant', 'Fellow of the European Board'],
      languages: [
        ['de', 'en'],
        ['de', 'es', 'en'],
        ['en', 'fr', 'ar'],
      ][place]!,
      practisingSince: 2001 + ((index * 5 + place * 3) % 18),
      biography:
        'Listens first. Has treated patients at university hospitals in three countries and leads the out-patient clinic on Wednesdays.',
      fee: { amount: 6500 + index * 500 + place * 1000, currency: 'EUR' },
      room: String(10 + index * 3 + place),
      active: true,
      version: 1,
    };
  }),
);

const families = ['Schneider', 'García', 'Nguyen', 'Rossi', 'Novák', 'Andersson', 'Silva', 'Demir'];
const givens = ['Anna', 'Luis', 'Minh', 'Giulia', 'Petr', 'Karin', 'João', 'Deniz', 'Paul'];

export const patients: Schemas['Patient'][] = Array.from({ length: 48 }, (_, index) => ({
  id: id(3, index),
  givenName: givens[index % givens.length]!,
  familyName: families[index % families.length]!,
  birthDate: `19${50 + (index % 48)}-0${1 + (index % 9)}-1${index % 9}`,
  sex: index % 2 ? 'MALE' : 'FEMALE',
  phone: `+49 30 90182${index}`,
  email: `patient${index}@example.org`,
  identifier: String(1_000_000 + index * 7919),
  insurance: { provider: 'Aurelia Health', number: `A${index}23456` },
  emergencyContact: { name: 'Maria Schneider', relationship: 'Sister', phone: '+49 30 555123' },
  medicalHistory: { conditions: ['Asthma'], allergies: ['Penicillin'], medication: ['Salbutamol'] },
  version: 1,
}));

const user = (
  index: number,
  email: string,
  name: string,
  roles: Schemas['Role'][],
  more: Partial<Schemas['User']> = {},
) => ({
  id: id(4, index),
  email,
  name,
  roles,
  blocked: false,
  invited: false,
  language: 'en' as const,
  ...more,
});

/** Sign in with any password. */
export const users: Schemas['User'][] = [
  user(0, 'patient@example.org', 'Anna Schneider', ['PATIENT'], {
    patientId: id(3, 0),
    language: undefined,
  }),
  user(1, 'doctor@example.org', 'Dr. Amara Okafor', ['DOCTOR'], { doctorId: id(2, 1) }),
  user(2, 'desk@example.org', 'Robin Keller', ['RECEPTIONIST']),
  user(3, 'admin@example.org', 'Ines Brandt', ['ADMIN']),
  user(4, 'new@example.org', 'Sam Fischer', ['PHARMACIST'], { invited: true }),
  user(5, 'gone@example.org', 'Max Blocked', ['PATIENT'], { blocked: true }),
  user(6, 'privacy@example.org', 'Dana Schutz', ['PRIVACY_OFFICER']),
];
