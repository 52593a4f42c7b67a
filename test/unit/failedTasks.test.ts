import { noteFailedTask, whenTaskFails } from '../../nodes/shared/client/poll';

describe('what is to be done when a task fails', () => {
	it('is done once, for the task of that host alone', () => {
		const done: string[] = [];
		whenTaskFails('one.example', '1', () => done.push('1 of one'));
		whenTaskFails('one.example', '2', () => done.push('2 of one'));
		whenTaskFails('other.example', '1', () => done.push('1 of other'));
		noteFailedTask('one.example', '1');
		noteFailedTask('one.example', '1');
		expect(done).toEqual(['1 of one']);
	});

	it('is nothing where nobody asked for it', () => {
		expect(() => noteFailedTask('nobody.example', '1')).not.toThrow();
	});
});
