export interface Hat {
  uid: string;
  role: string;
  role_name: string;
  /** What the hat lies over: an area, a station, a cooperative. */
  scope_kind?: string;
  scope_name: string;
}

export interface SessionView {
  signed_in: boolean;
  user: { uid: string; name: string } | null;
  hat: Hat | null;
  hats: Hat[];
  demo: boolean;
  /** A one-time password was given: no hat is worn before it is changed. */
  must_change_password?: boolean;
  /** A second factor is asked for and none is there yet. */
  must_enrol?: boolean;
}

export interface NewSecondFactor {
  secret: string;
  uri: string;
  picture: string;
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
