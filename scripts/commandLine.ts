/* eslint-disable @n8n/community-nodes/no-restricted-globals */
// What all commands have in common; their options, help and mistakes are commander's.
import { Command, InvalidArgumentError } from '@commander-js/extra-typings';

/**
 * A command by the name of its npm script.
 * @param mistake the exit code of a wrong command line
 */
export function command(script: string, mistake = 1): Command {
	const name = script === 'start' ? 'npm start' : `npm run ${script}`;
	return new Command(`${name} --`)
		.helpOption('-h, --help', 'show this')
		.showHelpAfterError(`See: ${name} -- --help`)
		.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : mistake));
}

/** Ends the program with the answered code, or with that of a mistake, in words. */
export function endWith(run: Promise<number>, mistake: number): void {
	run.then(
		(code) => (process.exitCode = code),
		(error: Error) => {
			process.stderr.write(`${error.message}\n`);
			process.exitCode = mistake;
		},
	);
}

/** Reads a number; words say which ones are taken, such as `a number above 0`. */
export const numberFor =
	(words: string, isGood: (value: number) => boolean) =>
	(text: string): number => {
		const value = Number(text);
		if (text.trim() !== '' && Number.isFinite(value) && isGood(value)) return value;
		throw new InvalidArgumentError(`It needs ${words}.`);
	};

export const aboveZero = numberFor('a number above 0', (value) => value > 0);

/** Reads the address of a server, without a slash at its end. */
export function address(text: string): string {
	if (/^https?:\/\/[^/]/.test(text) && URL.canParse(text)) return text.replace(/\/+$/, '');
	throw new InvalidArgumentError('It needs an address that begins with http.');
}

/** Reads words between commas. */
export const list = (text: string): string[] =>
	text
		.split(',')
		.map((word) => word.trim())
		.filter((word) => word !== '');

/** Reads the major version of n8n. */
export function majorOf(text: string): 1 | 2 {
	if (text === '1') return 1;
	if (text === '2') return 2;
	throw new InvalidArgumentError('It needs 1 or 2.');
}
