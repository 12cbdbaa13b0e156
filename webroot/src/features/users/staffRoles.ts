export const staffRoles = ['RECEPTIONIST', 'DOCTOR', 'PHARMACIST', 'ADMIN', 'PRIVACY_OFFICER'] as const;
export type StaffRole = (typeof staffRoles)[number];

/** The key of what is wrong with the roles of an account, or null. */
export function problemOf(roles: StaffRole[]): string | null {
  if (roles.length === 0) {
    return 'users.chooseRole';
  }
  return roles.length > 1 && roles.includes('PRIVACY_OFFICER') ? 'fieldError.officer-role-alone' : null;
}
