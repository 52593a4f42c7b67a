import { providerForm } from '../shared/operation/form';
import type { Provider } from '../shared/run/execute';
import { callPath } from './operations/callPath';
import { createTask } from './operations/createTask';

/** Services that have no operation of their own yet. */
export const customRequest: Provider = {
	name: 'Kexiang Custom Request',
	operations: [createTask, callPath],
	former: { begins: 'callPath' },
};

export const customRequestForm = () => providerForm(customRequest.operations, customRequest.former);
