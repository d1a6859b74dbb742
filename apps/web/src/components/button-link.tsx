import { Link, type LinkProps } from 'react-router';
import { ButtonFace, type ButtonLook, buttonClasses } from './button.js';

/** Looks like a button and leads to another page. */
export function ButtonLink({ kind = 'outlined', size = 'normal', icon, children, className, ...rest }: ButtonLook & LinkProps) {
  return (
    <Link {...rest} className={buttonClasses(kind, size, className)}>
      <ButtonFace icon={icon} size={size}>{children}</ButtonFace>
    </Link>
  );
}
