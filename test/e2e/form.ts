// What a form must show: n8n's rule for displaying parameters, read from the node's own description.
import { newestVersion } from '../support/newestVersion';

export interface Parameter {
	displayName: string;
	name: string;
	type: string;
	default?: unknown;
	options?: Array<{ name: string; value?: unknown }>;
	displayOptions?: { show?: Record<string, unknown[]>; hide?: Record<string, unknown[]> };
}

export interface NodeDescription {
	name: string;
	displayName: string;
	properties: Parameter[];
	version: number | number[];
}

/** Put into every list of operations by n8n itself. */
export const CUSTOM_API_CALL = '__CUSTOM_API_CALL__';

interface Condition {
	_cnd: { not?: unknown; exists?: true; between?: { from: string; to: string } };
}
const isCondition = (wanted: unknown): wanted is Condition =>
	typeof wanted === 'object' && wanted !== null && '_cnd' in wanted;

/** Whether a value is the wanted one, or meets a condition of the kinds that our forms have. */
function meets(wanted: unknown, value: unknown): boolean {
	if (!isCondition(wanted)) return wanted === value;
	const { between, exists } = wanted._cnd;
	if (exists) return value !== undefined && value !== null && value !== '';
	return between === undefined
		? wanted._cnd.not !== value
		: typeof value === 'string' && value >= between.from && value <= between.to;
}

/** The parameters that are shown with these choices, and what their dropdowns stand at. */
export function shownParameters(
	{ properties, version }: NodeDescription,
	chosen: Record<string, unknown>,
): { shown: Parameter[]; values: Record<string, unknown> } {
	const values: Record<string, unknown> = { '@version': newestVersion({ version }) };
	const isShown = ({ displayOptions = {} }: Parameter) => {
		const { show = {}, hide = {} } = displayOptions;
		const matches = ([key, wanted]: [string, unknown[]]) =>
			wanted.some((one) => meets(one, values[key]));
		return Object.entries(show).every(matches) && !Object.entries(hide).some(matches);
	};
	const look = () =>
		properties.filter((parameter) => {
			if (!isShown(parameter)) return false;
			const { name, options = [] } = parameter;
			const wanted = chosen[name];
			const isOffered =
				parameter.type !== 'options' || options.some(({ value }) => value === wanted);
			values[name] = wanted !== undefined && isOffered ? wanted : parameter.default;
			return true;
		});
	// Twice, as a parameter may stand before the one that decides about it.
	look();
	const shown = look();
	return { shown, values };
}

/** The labels that a person sees; a notice has none. */
export const labelsOf = (parameters: Parameter[]): string[] =>
	parameters.filter(({ type }) => type !== 'notice' && type !== 'hidden').map((p) => p.displayName);
