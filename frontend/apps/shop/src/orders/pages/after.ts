/** What comes after the payment comes at once: a page more costs less than a request. */
export { default as AfterSalePage } from './AfterSalePage.vue';
export { default as OrderPage } from './OrderPage.vue';
export { default as OrdersPage } from './OrdersPage.vue';
export { default as PickUpPage } from './PickUpPage.vue';
