import { ParameterProblem } from '../base/problem';
import type { FieldMap, ReadRaw } from './readFields';
import { isUnset } from './readText';

/**
 * Refuses a file that a model names in a field which the mode does not use: it would believe that its picture was
 * used, and the user would pay for another. What a person typed there is left alone, as n8n keeps hidden fields.
 * @param written the parameters with their expressions as they are
 * @throws ParameterProblem
 */
export function refuseFilesOfOtherModes(fields: FieldMap, raw: ReadRaw, written: ReadRaw): void {
	const mode = fields.mode?.parse(raw('mode', fields.mode.place));
	if (typeof mode !== 'string') return;
	for (const [name, { modes, media, place, property }] of Object.entries(fields)) {
		if (media === undefined || modes === undefined || modes.includes(mode)) continue;
		const given = raw(name, place);
		if (isUnset(given) || !String(written(name, place)).includes('$fromAI')) continue;
		throw new ParameterProblem(
			property.displayName,
			`is used with Mode ${modes.join(' or ')} only, but Mode is ${mode}`,
			`Set Mode to ${modes.join(' or ')} to use the file, or leave ${property.displayName} empty. Nothing was sent to the platform.`,
		);
	}
}
