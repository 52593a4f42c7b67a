const path = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

/** They take longest, though their files are short, so that they would come last where no times are known yet. */
const FIRST = [
	'roads',
	'faultMatrix',
	'package',
	'errors',
	'anyAnswer',
	'payments',
	'manyExecutions',
	'derivedPaths',
	'brokenAnswers',
	'durable',
];

const rank = ({ path: file }) => {
	const place = FIRST.indexOf(path.basename(file, '.test.ts'));
	return place < 0 ? FIRST.length : place;
};

/** Those of pure functions and of the simulator work all their time; the others wait for half of it. */
const works = ({ path: file }) => /[\\/]test[\\/](unit|simulator)[\\/]/.test(file);

/**
 * The longest tests first, so that at the end no worker is left with one of them alone; those that work in turns with
 * those that wait, so that a core has work while others wait.
 */
class LongestFirst extends Sequencer {
	sort(tests) {
		const sorted = [...super.sort(tests)].sort((one, other) => rank(one) - rank(other));
		const working = sorted.filter(works);
		const waiting = sorted.filter((test) => !works(test));
		return sorted.flatMap((_, place) =>
			[waiting[place], working[place]].filter((test) => test !== undefined),
		);
	}
}

module.exports = LongestFirst;
