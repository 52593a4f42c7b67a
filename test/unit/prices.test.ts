import { CREATE_TASK } from '../../nodes/shared/answers/endpoints';
import {
	awaitPrice,
	dearestPrice,
	lastPrice,
	learnPrice,
	learnTaskPrice,
	priceTagOf,
} from '../../nodes/shared/client/paidRequests';

const HOST = 'prices.example';
const tagFor = (user_input: Record<string, string | number | string[]>) =>
	priceTagOf(
		{ host: HOST, id: `${HOST} key` },
		{ operation: 'make', model: 'm' },
		{ ...CREATE_TASK, body: { user_input }, timeoutSeconds: 1, paid: true },
	);

describe('the price of a task', () => {
	it('is what its end names, also where its submission named less', () => {
		const tag = tagFor({ prompt: 'a boat', resolution: '1k' });
		learnPrice(tag, 1);
		awaitPrice('71', tag);
		expect([lastPrice(tag), dearestPrice(tag)]).toEqual([1, 1]);
		learnTaskPrice(HOST, '71', '3');
		expect([lastPrice(tag), dearestPrice(tag)]).toEqual([3, 3]);
	});

	it('is learned once from each task', () => {
		const tag = tagFor({ prompt: 'a boat', resolution: '2k' });
		awaitPrice('72', tag);
		learnTaskPrice(HOST, '72', '2');
		learnTaskPrice(HOST, '72', '9');
		expect(dearestPrice(tag)).toBe(2);
	});

	it('is another with another resolution or number of pictures, and the same with another prompt', () => {
		const { name } = tagFor({ prompt: 'a', image_urls: ['x'] });
		expect(tagFor({ prompt: 'b', image_urls: ['y'] }).name).toBe(name);
		expect(tagFor({ prompt: 'a', image_urls: ['x', 'y'] }).name).not.toBe(name);
		expect(tagFor({ prompt: 'a', image_urls: ['x'], resolution: '4k' }).name).not.toBe(name);
	});
});
