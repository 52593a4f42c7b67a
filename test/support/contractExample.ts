import { loadContract } from '../../simulator/contract';

/** The bodies that the contract gives as examples of an operation. */
export const examplesOf = (operation: string): readonly unknown[] =>
	loadContract().byId.get(operation)?.examples ?? [];

/**
 * The contract's example of an operation, for a test of the form that must make it.
 * @throws Error where the contract has none, or several
 */
export function exampleOf(operation: string): unknown {
	const [example, ...others] = examplesOf(operation);
	if (example === undefined || others.length > 0) {
		throw new Error(`The contract must have one example of ${operation}`);
	}
	return example;
}
