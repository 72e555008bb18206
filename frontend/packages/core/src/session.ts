export interface Hat {
  uid: string;
  role: string;
  role_name: string;
  scope_name: string;
}

export interface SessionView {
  signed_in: boolean;
  user: { uid: string; name: string } | null;
  hat: Hat | null;
  hats: Hat[];
  demo: boolean;
}

export type AppName = 'shop' | 'station' | 'console';

export interface DemoAccount {
  username: string;
  name: string;
  role: string;
  role_name: string;
  app: AppName;
  password: string;
  code: string | null;
}

export interface Credentials {
  username: string;
  password: string;
  code?: string;
}

export interface SignUpCodeSent {
  sent: boolean;
  demo_code: string | null;
}
