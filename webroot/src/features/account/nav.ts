import { LogIn } from 'lucide-vue-next';
import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  places: [{ page: 'login', label: 'nav.login', icon: LogIn, position: { GUEST: 50 } }],
  meTabs: [{ page: 'account', label: 'nav.account', position: 30 }],
};

export default navigation;
