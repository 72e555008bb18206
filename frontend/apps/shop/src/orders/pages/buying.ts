/** The way from the cart to the payment comes at once: a page more costs less than a request. */
export { default as CartPage } from './CartPage.vue';
export { default as CheckoutPage } from './CheckoutPage.vue';
export { default as ProcessingPage } from './ProcessingPage.vue';
