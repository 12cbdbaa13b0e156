export { default as LoginForm } from './components/LoginForm.vue';
export { default as RegistrationForm } from './components/RegistrationForm.vue';
