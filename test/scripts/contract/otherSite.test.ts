import { isForeign, readOptions, SITE } from '../../../scripts/contract/options';

const SIBLING = 'https://docs.sibling.example';

it('takes any site to compare, and tells which is another product’s', () => {
	expect(readOptions(['--site', SIBLING])).toMatchObject({ site: SIBLING, apply: false });
	expect(isForeign(SIBLING)).toBe(true);
	expect(isForeign(SITE)).toBe(false);
	expect(isForeign('http://127.0.0.1:4010')).toBe(false);
});

it('never applies what another product says', () => {
	expect(() => readOptions(['--site', SIBLING, '--apply'])).toThrow('evidence C- at most');
	expect(readOptions(['--apply'])).toMatchObject({ site: SITE, apply: true });
});
