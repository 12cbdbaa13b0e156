import type { Navigation } from '@/shared/navigation';
import { useMailboxAvailable } from './composables/useMailboxAvailable';

const navigation: Partial<Navigation> = {
  adminTabs: [
    { page: 'mailbox', label: 'admin.tab.mailbox', position: 60, useAvailable: useMailboxAvailable },
  ],
};

export default navigation;
