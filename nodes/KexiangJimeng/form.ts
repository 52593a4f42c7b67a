import { providerForm } from '../shared/operation/form';
import { jimeng } from './provider';

export const form = providerForm(jimeng.operations);
