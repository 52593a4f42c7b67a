import { platformTime, scaledClock } from '../../simulator/clock';
import { loadContract, type Operation } from '../../simulator/contract';
import { seededRandom } from '../../simulator/random';
import { createTaskStore, phaseOf, type NewTask } from '../../simulator/tasks';

const base: NewTask = {
	operation: loadContract().byId.get('kbanana2OfficialSubmit') as Operation,
	body: {},
	now: 1_000_000,
	seconds: 100,
	idForm: 'number',
	cost: '1.2',
	fails: false,
	unknownState: false,
};

it.each`
	change                    | phases
	${{}}                     | ${{ 0: 'pending', 14: 'pending', 16: 'running', 99: 'running', 100: 'success' }}
	${{ fails: true }}        | ${{ 50: 'running', 100: 'failed' }}
	${{ unknownState: true }} | ${{ 1: 'pending', 20: 'unknown', 69: 'unknown', 71: 'running', 100: 'success' }}
`(
	'a task with $change moves through $phases',
	({ change, phases }: { change: Partial<NewTask>; phases: Record<string, string> }) => {
		const task = createTaskStore(seededRandom(1)).create({ ...base, ...change });
		for (const [second, phase] of Object.entries(phases))
			expect([second, phaseOf(task, base.now + Number(second) * 1000)]).toEqual([second, phase]);
	},
);

it('counts numbers up and forms the other ids', () => {
	const tasks = createTaskStore(seededRandom(1));
	const id = (idForm: NewTask['idForm']) => tasks.create({ ...base, idForm }).id;
	expect([id('number'), id('number')]).toEqual(['33202', '33203']);
	expect(id('uuid')).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/);
	expect(id('supplier')).toMatch(/^14-/);
	expect(tasks.get('33203')?.cost).toBe('1.2');
	expect(tasks.size).toBe(4);
});

it('runs the clock faster and writes times as the platform does', () => {
	const began = Date.UTC(2026, 5, 13, 15, 14, 7, 689);
	let real = began;
	const clock = scaledClock(60, () => real);
	real += 1000;
	expect(clock.now()).toBe(began + 60_000);
	expect(clock.realMs(60_000)).toBe(1000);
	expect(platformTime(began + 0.977)).toMatch(/^2026-06-13T23:14:07\.689\d{3}\+08:00$/);
});
