import type { Provider } from '../shared/run/execute';
import { jimengVideoQuery } from './operations/queries';

/** Group 即梦 of the official list, which holds a query alone. */
export const jimeng: Provider = {
	name: 'Kexiang Jimeng',
	operations: [jimengVideoQuery],
};
