// What vue-i18n needs of Vue.
export {
  computed,
  createVNode,
  defineComponent,
  effectScope,
  Fragment,
  getCurrentInstance,
  h,
  inject,
  isRef,
  onMounted,
  onUnmounted,
  ref,
  shallowRef,
  Text,
  watch,
} from 'vue';
