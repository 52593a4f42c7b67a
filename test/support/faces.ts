/** A parameter as far as its faces go. */
interface Faced {
	displayOptions?: { show?: Record<string, unknown> | undefined } | undefined;
}

/** The parameters that a form has in an agent's tool, or outside of one, without the rule that says so. */
export const faceOf = <T extends Faced>(parameters: readonly T[], isTool: boolean): T[] =>
	parameters
		.filter(({ displayOptions }) => {
			const rule = JSON.stringify(displayOptions?.show?.['@tool']);
			return rule === undefined || (rule === '[true]') === isTool;
		})
		.map((parameter) => {
			const { displayOptions } = parameter;
			if (displayOptions?.show === undefined) return parameter;
			const show = Object.fromEntries(
				Object.entries(displayOptions.show).filter(([name]) => name !== '@tool'),
			);
			const isEmpty = Object.keys(show).length === 0 && Object.keys(displayOptions).length === 1;
			return { ...parameter, displayOptions: isEmpty ? undefined : { ...displayOptions, show } };
		});
