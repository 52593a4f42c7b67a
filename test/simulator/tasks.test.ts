import { platformTime, scaledClock } from '../../simulator/clock';
import { loadContract, type Operation } from '../../simulator/contract';
import { seededRandom } from '../../simulator/random';
import { createTaskStore, phaseOf, type NewTask } from '../../simulator/tasks';

const operation = loadContract().byId.get('kbanana2OfficialSubmit') as Operation;
const base: NewTask = {
	operation,
	body: {},
	now: 1_000_000,
	seconds: 100,
	idForm: 'number',
	cost: '1.2',
	fails: false,
	unknownState: false,
};
const store = () => createTaskStore(seededRandom(1));
/** Phases after so many of the task's 100 seconds. */
const phases = (change: Partial<NewTask>, seconds: number[]) => {
	const task = store().create({ ...base, ...change });
	return seconds.map((second) => phaseOf(task, base.now + second * 1000));
};

it('moves from pending over running to success', () => {
	expect(phases({}, [0, 14, 16, 99, 100, 1000])).toEqual([
		'pending',
		'pending',
		'running',
		'running',
		'success',
		'success',
	]);
});

it('ends failed when it is to fail', () => {
	expect(phases({ fails: true }, [50, 100])).toEqual(['running', 'failed']);
});

it('is strange for a while when it is to be strange', () => {
	expect(phases({ unknownState: true }, [1, 20, 69, 71, 100])).toEqual([
		'pending',
		'unknown',
		'unknown',
		'running',
		'success',
	]);
});

it('counts numbers up and forms the other ids', () => {
	const tasks = store();
	const id = (idForm: NewTask['idForm']) => tasks.create({ ...base, idForm }).id;
	expect([id('number'), id('number')]).toEqual(['33202', '33203']);
	expect(id('uuid')).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/);
	expect(id('supplier')).toMatch(/^14-/);
	expect(tasks.get('33203')?.cost).toBe('1.2');
	expect(tasks.size).toBe(4);
});

it('runs the clock faster and writes times as the platform does', () => {
	let real = Date.UTC(2026, 5, 13, 15, 14, 7, 689);
	const clock = scaledClock(60, () => real);
	real += 1000;
	expect(clock.now()).toBe(Date.UTC(2026, 5, 13, 15, 15, 7, 689));
	expect(clock.realMs(60_000)).toBe(1000);
	expect(platformTime(Date.UTC(2026, 5, 13, 15, 14, 7, 689) + 0.977)).toMatch(
		/^2026-06-13T23:14:07\.689\d{3}\+08:00$/,
	);
});
