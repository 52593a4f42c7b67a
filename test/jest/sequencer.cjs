const path = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

/** They take longest, though their files are short, so that they would come last where no times are known yet. */
const FIRST = ['roads', 'faultMatrix', 'anyAnswer', 'errors', 'submitAndWait', 'manyExecutions'];

const rank = ({ path: file }) => {
	const place = FIRST.indexOf(path.basename(file, '.test.ts'));
	return place < 0 ? FIRST.length : place;
};

/** The longest tests first, so that at the end no worker is left with one of them alone. */
class LongestFirst extends Sequencer {
	sort(tests) {
		return [...super.sort(tests)].sort((one, other) => rank(one) - rank(other));
	}
}

module.exports = LongestFirst;
