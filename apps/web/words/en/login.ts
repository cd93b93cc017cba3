import type { Wording } from '../zh.js';

export const login: Pick<Wording, 'login'> = {
  login: {
    title: 'Sign in',
    username: 'User name',
    password: 'Password',
    submit: 'Sign in',
    demo: 'Demo accounts',
    demoHint: 'The password of all is demo; choose one to sign in.',
    again: 'Your session has ended',
    againHint: 'Sign in again. What you typed is still here and goes on by itself.',
    sure: 'Show that it is you',
    sureHint:
      'This gives rights or cannot be undone: sign in once more. What you typed is still here and goes on by itself.',
    oidc: 'Sign in with your organisation',
    signOut: 'Sign out',
    language: 'Language',
    theme: 'Appearance',
    dark: 'Dark',
    light: 'Light',
    system: 'As the system',
    about: "Every dispute is somebody's, and every deadline says where it comes from.",
  },
};
