import { freshSimulator } from '../support/operationCases';
import { run, submitImage } from '../support/kexiang';

/** How an answer is read off the wire: its time limit, its size, its end. */

const simulator = freshSimulator();

it.each([16.1, 1.001, '2.0001'])('a Request Timeout of %j seconds is one', async (seconds) => {
	const node = submitImage({ parameters: { options: { requestTimeout: seconds } } });
	const { items, error } = await run(simulator(), [node]);
	expect(error).toBeUndefined();
	expect(items('Submit')[0]?.json).toHaveProperty('taskId');
	expect(simulator().ledger.tasks).toHaveLength(1);
});
