/** The session is shared by the three builds; the app's own code takes it from here. */
export { api, useSession } from '@xiangzhan/ui/session';
