export const staffRoles = ['RECEPTIONIST', 'DOCTOR', 'PHARMACIST', 'ADMIN'] as const;
export type StaffRole = (typeof staffRoles)[number];
