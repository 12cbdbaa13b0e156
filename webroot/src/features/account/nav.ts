import { LogIn } from 'lucide-vue-next';
import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {
  places: [{ page: 'login', label: 'nav.login', icon: LogIn, position: { GUEST: 30 } }],
};

export default navigation;
