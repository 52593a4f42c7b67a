import { commandLine, isForeign } from '../../../scripts/contract/main';

const SIBLING = 'https://docs.sibling.example';
const read = (...args: string[]) =>
	commandLine()
		.exitOverride()
		.configureOutput({ writeErr: () => {} })
		.parse(args, { from: 'user' })
		.opts();

it('takes any site to compare, and tells which is another product’s', () => {
	expect(read('--site', `${SIBLING}/`)).toEqual({ site: SIBLING });
	expect(isForeign(SIBLING)).toBe(true);
	expect(isForeign(read().site)).toBe(false);
	expect(isForeign('http://127.0.0.1:4010')).toBe(false);
});

it('refuses what is no site, and writing', () => {
	expect(() => read('--site', 'docs')).toThrow('an address that begins with http');
	expect(() => read('--apply')).toThrow("unknown option '--apply'");
});
