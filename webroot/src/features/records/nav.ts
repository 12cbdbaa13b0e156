import type { Navigation } from '@/shared/navigation';

const navigation: Partial<Navigation> = {};

export default navigation;
