import {
	acceptedBy,
	forgetPaid,
	notePaid,
	noteState,
	paidFrom,
	paidRequests,
	type PaidRequest,
} from '../../nodes/shared/client/paidRequests';
import type { Task } from '../../nodes/shared/answers/task';

const HOUR_MS = 3600_000;
const request = (more: Partial<PaidRequest>): PaidRequest => ({
	account: 'host key',
	place: '1 node 0:0',
	sender: { execution: '1', node: 'Submit' },
	at: new Date().toISOString(),
	fingerprint: 'f',
	state: 'pending',
	...more,
});
const seen = (task: Partial<Task>): Task => ({
	state: 'success',
	status: 'completed',
	unknownStatus: false,
	hasResult: true,
	urls: [],
	imageUrls: [],
	videoUrls: [],
	audioUrls: [],
	...task,
});

beforeEach(() => {
	for (const { place, sender } of acceptedBy(['host key', 'other']))
		forgetPaid(place, sender.execution);
});

it('keeps at least 20,000, and forgets the oldest first', () => {
	for (let task = 0; task < 20_000; task++)
		notePaid(request({ place: `many ${task}`, taskId: String(task) }));
	expect(paidFrom('many 0')?.taskId).toBe('0');
	expect(paidRequests()).toBe(20_000);
	for (let task = 20_000; task < 41_000; task++)
		notePaid(request({ place: `many ${task}`, taskId: String(task) }));
	expect(paidRequests()).toBe(40_000);
	expect(paidFrom('many 0')).toBeUndefined();
	expect(paidFrom('many 40999')).toBeDefined();
});

it('forgets what is older than a day, also all at once', () => {
	const at = (hours: number) => new Date(Date.now() - hours * HOUR_MS).toISOString();
	notePaid(request({ place: 'a', at: at(25) }));
	notePaid(request({ place: 'b', at: at(24.5) }));
	notePaid(request({ place: 'c', at: at(23) }));
	expect(acceptedBy(['host key']).map(({ place }) => place)).toEqual(['c']);
	expect(paidFrom('b')).toBeUndefined();
	notePaid(request({ place: 'd' }));
	expect(paidRequests()).toBe(2);
});

it('tells each account its own', () => {
	notePaid(request({ place: 'a', taskId: '1' }));
	notePaid(request({ place: 'b', taskId: '1', account: 'other' }));
	noteState('other', '1', seen({ cost: '2' }));
	expect(acceptedBy(['host key'])).toMatchObject([{ state: 'pending' }]);
	expect(acceptedBy(['other'])).toMatchObject([{ state: 'success', cost: '2' }]);
});

it('keeps a cost that only the submission named', () => {
	notePaid(request({ taskId: '1', cost: '1.2' }));
	noteState('host key', '1', seen({ state: 'failed', status: 'failed' }));
	expect(acceptedBy(['host key'])).toMatchObject([{ state: 'failed', cost: '1.2' }]);
});

it('keeps no word that is long', () => {
	notePaid(request({ taskId: '1', cost: '1.2' }));
	noteState('host key', '1', seen({ status: 'x'.repeat(4096), cost: '9'.repeat(4096) }));
	expect(acceptedBy(['host key'])).toMatchObject([{ state: 'success', cost: '1.2' }]);
	expect(acceptedBy(['host key'])[0]?.status).toBeUndefined();
});

it('lists nothing that is on its way or unclear, and forgets what was not taken', () => {
	notePaid(request({ place: 'a', state: undefined }));
	expect(acceptedBy(['host key'])).toEqual([]);
	forgetPaid('a', 'another execution');
	expect(paidFrom('a')).toBeDefined();
	forgetPaid('a', '1');
	expect(paidFrom('a')).toBeUndefined();
});
