export { queueQuery, useCall } from './queries';
